{{ terbitkan('formulir_e81') }}
