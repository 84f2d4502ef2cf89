"""The sandbox as Graph: addresses to acts, batches and errors as the service gives them."""
