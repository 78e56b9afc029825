{{ terbitkan('mutu_keputusan') }}
