{{ terbitkan('kpi_indikator') }}
