-- Room for another step.
SELECT 1;
