"""Reading pages that are pictures: rules found in the image, cells read one at a time by Tesseract."""
