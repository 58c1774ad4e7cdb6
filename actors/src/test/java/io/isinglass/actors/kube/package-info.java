/** Isinglass on Kubernetes, tried without a cluster: the manifests, the image, and the part of the API that nodes ask. */
package io.isinglass.actors.kube;
