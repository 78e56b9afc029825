{{ terbitkan('kpi_swadaya') }}
