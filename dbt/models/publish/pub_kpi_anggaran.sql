{{ terbitkan('kpi_anggaran') }}
