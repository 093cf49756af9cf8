import pulumi
import pulumi_segment_bigquery as segment_bigquery

segment = segment_bigquery.SegmentBigQuery(
    "segment",
    project="acme-analytics",
    location="EU",
    products=[
        segment_bigquery.Product.LINKED_EVENTS,
        segment_bigquery.Product.WAREHOUSE,
    ],
    profile=segment_bigquery.Profile.MINIMAL,
    sources=[
        segment_bigquery.SourceArgs(dataset="crm"),
        segment_bigquery.SourceArgs(dataset="web", table="page_views"),
        segment_bigquery.SourceArgs(project="acme-lake", dataset="profiles_sync"),
    ],
    destinations=[segment_bigquery.DestinationArgs(dataset="website")],
    models=[
        segment_bigquery.ModelsArgs(
            dataset="ml", operations=[segment_bigquery.ModelOperation.PREDICT]
        )
    ],
    key=segment_bigquery.KeyArgs(
        secret=segment_bigquery.SecretArgs(
            accessors=[
                segment_bigquery.AccessorArgs(
                    member="group:segment-admins@example.com"
                )
            ]
        )
    ),
)

pulumi.export("serviceAccountEmail", segment.service_account_email)
pulumi.export("secretVersionName", segment.secret_version_name)
pulumi.export("segmentForm", segment.segment_form)
