{{ terbitkan('aturan') }}
