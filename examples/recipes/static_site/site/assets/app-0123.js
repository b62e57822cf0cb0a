document.querySelector("h1").append(", which is open");
