{{ terbitkan('kpi_akselerasi') }}
