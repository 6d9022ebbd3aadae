"""What is made of the pages after Jupyter Book has written them: step by step, from the written site to the last."""
