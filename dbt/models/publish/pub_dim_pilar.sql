{{ terbitkan('dim_pilar') }}
