module segment-go

go 1.25

require (
	example.com/pulumi-segment-bigquery/sdk/go v0.0.0
	github.com/pulumi/pulumi/sdk/v3 v3.256.0
)

// Where `pulumi install` writes the SDK.
replace example.com/pulumi-segment-bigquery/sdk/go => ./sdks/segment-bigquery
