{{ terbitkan('kpi_pilar') }}
