{{ terbitkan('kpi_tindak_lanjut') }}
