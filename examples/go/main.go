package main

import (
	"example.com/pulumi-segment-bigquery/sdk/go/segmentbigquery"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		profile := segmentbigquery.ProfileMinimal
		segment, err := segmentbigquery.NewSegmentBigQuery(ctx, "segment", &segmentbigquery.SegmentBigQueryArgs{
			Project:  pulumi.String("acme-analytics"),
			Location: pulumi.String("EU"),
			Products: []segmentbigquery.Product{
				segmentbigquery.ProductLinkedEvents,
				segmentbigquery.ProductWarehouse,
			},
			Profile: &profile,
			Sources: []segmentbigquery.SourceArgs{
				{Dataset: pulumi.String("crm")},
				{Dataset: pulumi.String("web"), Table: pulumi.String("page_views")},
				{Project: pulumi.String("acme-lake"), Dataset: pulumi.String("profiles_sync")},
			},
			Destinations: []segmentbigquery.DestinationArgs{
				{Dataset: pulumi.String("website")},
			},
			Models: []segmentbigquery.ModelsArgs{{
				Dataset:    pulumi.String("ml"),
				Operations: []segmentbigquery.ModelOperation{segmentbigquery.ModelOperationPredict},
			}},
			Key: &segmentbigquery.KeyArgs{Secret: &segmentbigquery.SecretArgs{
				Accessors: []segmentbigquery.AccessorArgs{{
					Member: pulumi.String("group:segment-admins@example.com"),
				}},
			}},
		})
		if err != nil {
			return err
		}
		ctx.Export("serviceAccountEmail", segment.ServiceAccountEmail)
		ctx.Export("secretVersionName", segment.SecretVersionName)
		ctx.Export("segmentForm", segment.SegmentForm)
		return nil
	})
}
