{{ terbitkan('kpi_wilayah') }}
