{{ terbitkan('formulir_e60') }}
