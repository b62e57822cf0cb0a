"""What is in the shop."""

STOCK = "ten apples"


def main() -> None:
    print(STOCK)
