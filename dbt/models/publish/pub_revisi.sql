{{ terbitkan('revisi') }}
