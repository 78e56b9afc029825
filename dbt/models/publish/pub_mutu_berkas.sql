{{ terbitkan('mutu_berkas') }}
