{{ terbitkan('kpi_aduan') }}
