{{ terbitkan('konflik_sumber') }}
