print("obryza")
