{{ terbitkan('ambang') }}
