module example.org/a // c

go 1.22

require (
	example.org/b v0.1.0
	example.org/c v1.0.0 // indirect
)

replace example.org/b v0.1.0 => ../b
exclude example.org/d v1.0.0
