{{ terbitkan('dim_satgas') }}
