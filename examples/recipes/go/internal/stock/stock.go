// Package stock knows what is in the shop.
package stock

// Text says what is there.
const Text = "ten apples"
