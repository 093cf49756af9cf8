// Writes the SDKs of a package from its schema, as Pulumi's CLI does: sdkgen <schema.json> <directory>.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/blang/semver"
	javagen "github.com/pulumi/pulumi-java/pkg/codegen/java"
	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	pygen "github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// goModule is where `pulumi install` puts the package, which names no repository for it.
const goModule = "example.com/pulumi-segment-bigquery/sdk/go"

func main() {
	text, err := os.ReadFile(os.Args[1])
	check(err)
	out := os.Args[2]

	goFiles, err := gogen.GeneratePackage("sdkgen", bind(text), nil)
	check(err)
	goFiles["go.mod"] = []byte("module " + goModule + "\n\ngo 1.25\n\nrequire github.com/pulumi/pulumi/sdk/v3 v3.256.0\n")
	write(filepath.Join(out, "go"), goFiles)
	pyFiles, err := pygen.GeneratePackage("sdkgen", bind(text), nil, noOthers{})
	check(err)
	write(filepath.Join(out, "python"), pyFiles)
	javaFiles, err := javagen.GeneratePackage("sdkgen", bind(text), nil, nil, true, false)
	check(err)
	write(filepath.Join(out, "java"), javaFiles)
}

// bind reads the schema anew for each language: generators change the names of what they are given.
func bind(text []byte) *schema.Package {
	var spec schema.PackageSpec
	check(json.Unmarshal(text, &spec))
	spec.Language["go"] = schema.RawMessage(`{"importBasePath": "` + goModule + `/segmentbigquery"}`)
	pkg, err := schema.ImportSpec(spec, nil, noOthers{}, schema.ValidationOptions{AllowDanglingReferences: true})
	check(err)
	return pkg
}

// noOthers loads no other package: the schema refers to none.
type noOthers struct{}

func (noOthers) LoadPackage(name string, _ *semver.Version) (*schema.Package, error) {
	return nil, fmt.Errorf("the schema refers to package %s", name)
}

func (noOthers) LoadPackageV2(_ context.Context, d *schema.PackageDescriptor) (*schema.Package, error) {
	return nil, fmt.Errorf("the schema refers to package %s", d.Name)
}

func (noOthers) LoadPackageReference(name string, _ *semver.Version) (schema.PackageReference, error) {
	return nil, fmt.Errorf("the schema refers to package %s", name)
}

func (noOthers) LoadPackageReferenceV2(
	_ context.Context, d *schema.PackageDescriptor,
) (schema.PackageReference, error) {
	return nil, fmt.Errorf("the schema refers to package %s", d.Name)
}

func write(directory string, files map[string][]byte) {
	for name, content := range files {
		file := filepath.Join(directory, name)
		check(os.MkdirAll(filepath.Dir(file), 0o755))
		check(os.WriteFile(file, content, 0o644))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
