FROM debian:13-slim
LABEL author="André"
