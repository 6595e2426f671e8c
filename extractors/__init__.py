"""From a PDF to typed records. Knows neither Prefect nor Great Expectations."""
