{{ terbitkan('dim_opd') }}
