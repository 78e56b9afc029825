{{ terbitkan('pantas_dikabarkan') }}
