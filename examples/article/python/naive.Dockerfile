FROM ubuntu:latest

# install os dependencies
RUN apt-get update && apt-get install
RUN apt-get install -y python3 python3-dev python3-pip
RUN apt-get clean && rm -rf /var/lib/apt/lists/*

# mount application code
WORKDIR /app
COPY . .

# install app dependencies
RUN pip3 install --break-system-packages -r requirements.txt

# run the application
EXPOSE 8080
CMD ["gunicorn", "--bind=0.0.0.0:8080", "my_app.web:start_app()"]
