{{ terbitkan('kpi_opd') }}
