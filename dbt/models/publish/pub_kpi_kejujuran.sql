{{ terbitkan('kpi_kejujuran') }}
