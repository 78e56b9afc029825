{{ terbitkan('kpi_kelengkapan') }}
