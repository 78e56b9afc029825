{{ terbitkan('rilis') }}
