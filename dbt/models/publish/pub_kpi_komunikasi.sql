{{ terbitkan('kpi_komunikasi') }}
