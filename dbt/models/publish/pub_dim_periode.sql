{{ terbitkan('dim_periode') }}
