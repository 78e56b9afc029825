{{ terbitkan('konflik_sumber_nilai') }}
