{{ terbitkan('mutu_temuan') }}
