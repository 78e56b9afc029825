{{ terbitkan('rumus') }}
