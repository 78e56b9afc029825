{{ terbitkan('dim_wilayah') }}
