{{ terbitkan('dim_indikator') }}
