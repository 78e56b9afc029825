{{ terbitkan('kpi_empat_kalimat') }}
