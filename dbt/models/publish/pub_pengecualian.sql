{{ terbitkan('pengecualian') }}
