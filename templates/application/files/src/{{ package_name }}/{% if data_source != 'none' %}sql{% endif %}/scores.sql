-- Mean and spread of the primary metric over the seeds, by model
-- $data text = C4
-- $seeds integer = 1
SELECT
    params,
    avg(primary_metric) AS mean,
    stddev_samp(primary_metric) AS std,
    count(*) AS seeds
FROM results
WHERE data = $data
GROUP BY params
HAVING count(*) >= $seeds
ORDER BY mean, params;
