{{ terbitkan('kpi_kolaborasi') }}
